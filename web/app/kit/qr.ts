// A QR code of a short text: bytes, error correction L, versions 1 to 10 (271 bytes). Reed-Solomon and masks as ISO 18004 has them.
const WORDS = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const CHECK = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4];
const PLACES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> bit) & 1) * a);
  return product;
}

function checkWords(data: readonly number[], count: number): number[] {
  const divisor = Array.from({ length: count }, (_, at) => Number(at === count - 1));
  for (let root = 1, i = 0; i < count; i++, root = times(root, 2))
    for (let at = 0; at < count; at++) divisor[at] = times(divisor[at]!, root) ^ (divisor[at + 1] ?? 0);
  const rest = new Array<number>(count).fill(0);
  for (const word of data) {
    const factor = word ^ rest.shift()!;
    rest.push(0);
    divisor.forEach((of, at) => { rest[at]! ^= times(of, factor); });
  }
  return rest;
}

/** Version and all words, data and check, in the order in which they are drawn. */
function words(text: string): { version: number; all: number[] } {
  const bytes = [...new TextEncoder().encode(text)];
  const room = (version: number) => WORDS[version - 1]! - CHECK[version - 1]! * BLOCKS[version - 1]!;
  const version = WORDS.findIndex((_, at) => room(at + 1) >= bytes.length + (at + 1 < 10 ? 2 : 3)) + 1;
  if (version === 0) throw new Error("too long for a QR code");
  const size = version < 10 ? 8 : 16;
  let bits = `0100${bytes.length.toString(2).padStart(size, "0")}${bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("")}`;
  const most = room(version) * 8;
  bits += "0".repeat(Math.min(4, most - bits.length));
  bits += "0".repeat((8 - (bits.length % 8)) % 8);
  const data = bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2));
  for (let fill = 0xec; data.length < room(version); fill ^= 0xec ^ 0x11) data.push(fill);
  const count = BLOCKS[version - 1]!, short = Math.floor(data.length / count), longer = data.length % count;
  const blocks: number[][] = [];
  for (let at = 0, i = 0; i < count; i++) {
    const next = at + short + (i >= count - longer ? 1 : 0);
    blocks.push(data.slice(at, next));
    at = next;
  }
  const checks = blocks.map((block) => checkWords(block, CHECK[version - 1]!));
  const woven = (of: number[][]) => Array.from({ length: Math.max(...of.map(({ length }) => length)) }, (_, at) => of.map((one) => one[at]).filter((word) => word !== undefined)).flat();
  return { version, all: [...woven(blocks), ...woven(checks)] };
}

type Grid = (boolean | undefined)[][];

/** What every code of a version has: the three eyes, the small squares, the dotted lines, room for the format. */
function frame(version: number): Grid {
  const side = version * 4 + 17, grid: Grid = Array.from({ length: side }, () => new Array<boolean | undefined>(side).fill(undefined));
  const put = (x: number, y: number, dark: boolean) => { if (x >= 0 && y >= 0 && x < side && y < side) grid[y]![x] = dark; };
  for (let i = 0; i < side; i++) { put(6, i, i % 2 === 0); put(i, 6, i % 2 === 0); }
  for (const [cx, cy] of [[3, 3], [side - 4, 3], [3, side - 4]] as const)
    for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) { const far = Math.max(Math.abs(dx), Math.abs(dy)); put(cx + dx, cy + dy, far !== 2 && far !== 4); }
  const places = PLACES[version - 1]!, last = places.length - 1;
  places.forEach((cx, i) => places.forEach((cy, j) => {
    if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) put(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  }));
  format(grid, 0);
  if (version >= 7) {
    let rest = version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i++) { const dark = ((bits >>> i) & 1) === 1, a = side - 11 + (i % 3), b = Math.floor(i / 3); put(a, b, dark); put(b, a, dark); }
  }
  return grid;
}

function format(grid: Grid, mask: number): void {
  const data = (1 << 3) | mask, side = grid.length;
  let rest = data;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412, bit = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) grid[i]![8] = bit(i);
  grid[7]![8] = bit(6);
  grid[8]![8] = bit(7);
  grid[8]![7] = bit(8);
  for (let i = 9; i < 15; i++) grid[8]![14 - i] = bit(i);
  for (let i = 0; i < 8; i++) grid[8]![side - 1 - i] = bit(i);
  for (let i = 8; i < 15; i++) grid[side - 15 + i]![8] = bit(i);
  grid[side - 8]![8] = true;
}

/** Rows of dark and light squares. One mask is as good as another to a reader: always (x + y) % 2, so the weighing is left out. */
export function qr(text: string): boolean[][] {
  const { version, all } = words(text);
  const grid = frame(version), side = grid.length, free = grid.map((row) => row.map((square) => square === undefined));
  let at = 0;
  for (let right = side - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < side; step++) for (let j = 0; j < 2; j++) {
      const x = right - j, up = ((right + 1) & 2) === 0, y = up ? side - 1 - step : step;
      if (!free[y]![x]) continue;
      const bit = at < all.length * 8 ? (all[at >>> 3]! >>> (7 - (at & 7))) & 1 : 0;
      at++;
      grid[y]![x] = (bit === 1) !== ((x + y) % 2 === 0);
    }
  }
  format(grid, 0);
  return grid as boolean[][];
}

/** As the path of an SVG, with four squares of margin: side of the picture, and what to draw. */
export function qrPath(text: string): { side: number; path: string } {
  const rows = qr(text);
  return { side: rows.length + 8, path: rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("") };
}
