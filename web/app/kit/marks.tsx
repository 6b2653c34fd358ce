// A text with some of it marked. Places are counted in code points, as the contract counts them; everything is a text node.
export interface Mark {
  start: number;
  end: number;
  /** Its class; none: a mark like any other. */
  kind?: string;
}
interface Piece {
  text: string;
  /** Numbers of the marks that it lies in. */
  in: number[];
}

/** The text in pieces, each wholly inside or outside of every mark. */
function pieces(text: string, marks: readonly Mark[]): Piece[] {
  const points = [...text];
  const cuts = [...new Set([0, points.length, ...marks.flatMap(({ start, end }) => [start, end])])].filter((at) => at >= 0 && at <= points.length).sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i]!;
    return { text: points.slice(start, end).join(""), in: marks.flatMap((mark, k) => (mark.start <= start && mark.end >= end ? [k] : [])) };
  });
}

export function Marked({ text, marks, chosen }: { text: string; marks: readonly Mark[]; chosen?: number }) {
  return (
    <>
      {pieces(text, marks).map((piece, i) => (piece.in.length
        ? <mark key={i} class={marks[piece.in[0]!]!.kind} data-chosen={chosen !== undefined && piece.in.includes(chosen) ? "" : undefined}>{piece.text}</mark>
        : piece.text))}
    </>
  );
}

/** Where the browser counts UTF-16, the contract counts code points. */
export const toPoints = (text: string, units: number) => [...text.slice(0, units)].length;
export const toUnits = (text: string, points: number) => [...text].slice(0, points).join("").length;
