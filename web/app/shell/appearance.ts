// Light, dark, high contrast: as the system has it, or as was chosen on this device.
export type Appearance = "system" | "light" | "dark" | "contrast";
export const appearances: readonly Appearance[] = ["system", "light", "dark", "contrast"];

export function appearance(): Appearance {
  const kept = localStorage.getItem("appearance") as Appearance | null;
  return kept && appearances.includes(kept) ? kept : "system";
}

export function applyAppearance(chosen: Appearance = appearance()): void {
  localStorage.setItem("appearance", chosen);
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}
