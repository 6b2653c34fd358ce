// The icons, drawn as strokes on 24 × 24. They never stand alone without a text or a label.
const shapes = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20c1-4 4-6 8-6s7 2 8 6",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.8-4 3-6 6.500-6s5.700 2 6.500 6M16 11a3 3 0 1 0-1-5.800M17.500 14c2.300.5 3.600 2.500 4 5",
  counter: "M4 5h16v10H9l-5 4z",
  board: "M4 5h6v6H4zM14 5h6v6h-6zM4 15h6v4H4zM14 15h6v4h-6z",
  cases: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  promise: "M5 12l4 4L19 6M5 20h14",
  incident: "M12 4l9 16H3zM12 10v4M12 17v.5",
  refusal: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M6 6l12 12",
  customer: "M12 20s-7-4.500-7-10a4 4 0 0 1 7-2.500A4 4 0 0 1 19 10c0 5.500-7 10-7 10z",
  write: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  setup: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.100 2.100M16.300 16.300l2.100 2.100M18.400 5.600l-2.100 2.100M7.700 16.300l-2.100 2.100",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .9-1 1.700M12 17v.3",
  danger: "M12 3l8 3v6c0 5-3.500 7.500-8 9-4.500-1.500-8-4-8-9V6z",
  phone: "M6 3h3l2 5-2.500 1.500a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.500l4.500 4.500L19 7.500",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.500 2",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  plus: "M12 5v14M5 12h14",
  repeat: "M4 11a7 7 0 0 1 12-4.500L19 9M19 4v5h-5M20 13a7 7 0 0 1-12 4.500L5 15M5 20v-5h5",
  louder: "M4 10v4h3l5 4V6L7 10zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  personal: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 20c.5-4 2.300-6 5-6 1.500 0 2.700.6 3.500 1.700M21 8l-6 6M15 8l6 6",
  calmer: "M3 10c3-4 6-4 9 0s6 4 9 0M3 16c3-4 6-4 9 0s6 4 9 0",
  gift: "M4 9h16v4H4zM6 13v7h12v-7M12 9v11M12 9C9 9 7 8 7 6.500S9.500 4 12 9c2.500-5 5-4 5-2.500S15 9 12 9z",
  offline: "M3 3l18 18M5 12a10 10 0 0 1 4-2.500M2 8.500a15 15 0 0 1 4-2.500M12 6c4 0 7.500 1 10 3.500M15.500 11.500c1.300.4 2.500 1.200 3.500 2.200M9 16.500a4.500 4.500 0 0 1 6 0M12 20v.1",
  hide: "M3 3l18 18M10.500 6.200A10 10 0 0 1 22 12a13 13 0 0 1-3 3.500M6.500 7.500A13 13 0 0 0 2 12s3.500 6.500 10 6.500a10 10 0 0 0 4-.9M9.900 9.900a3 3 0 0 0 4.200 4.200",
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"
      role={label ? "img" : undefined} aria-label={label} aria-hidden={label ? undefined : true} focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
