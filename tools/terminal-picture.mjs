// A picture of a terminal: ANSI text on standard input, SVG on standard output. Wide characters take two columns.
// usage: script -qec 'build/amends replay FILE' /dev/null | node tools/terminal-picture.mjs [FIRST_LINE] [LINES] > picture.svg
const [first = "1", count = "40"] = process.argv.slice(2);
const CELL = 8.4;
const ROW = 19;
const PALETTE = ["#1e2127", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"];

let input = "";
for await (const chunk of process.stdin) input += chunk;
const lines = input.replaceAll("\r", "").split("\n").slice(Number(first) - 1, Number(first) - 1 + Number(count));

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const wide = (character) => /[\u1100-\u115f\u2e80-\u303e\u3041-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(character) && !/[\uff61-\uffdc]/u.test(character);

function style(state, codes) {
  for (const code of codes.length ? codes : [0]) {
    if (code === 0) Object.assign(state, { colour: 7, ground: -1, bold: false, dim: false, reverse: false });
    else if (code === 7) state.reverse = true;
    else if (code === 27) state.reverse = false;
    else if (code === 1) state.bold = true;
    else if (code === 2) state.dim = true;
    else if (code === 22) state.bold = state.dim = false;
    else if (code === 39) state.colour = 7;
    else if (code === 49) state.ground = -1;
    else if (code >= 40 && code <= 47) state.ground = code - 40;
    else if (code >= 30 && code <= 37) state.colour = code - 30;
    else if (code >= 90 && code <= 97) state.colour = code - 90;
  }
}

const state = { colour: 7, ground: -1, bold: false, dim: false, reverse: false };
let widest = 0;
const rows = lines.map((line, row) => {
  let column = 0;
  let svg = "";
  for (const part of line.split(/(\x1b\[[0-9;?]*[a-zA-Z])/)) {
    const sgr = /^\x1b\[([0-9;]*)m$/.exec(part);
    if (sgr) style(state, sgr[1] === "" ? [] : sgr[1].split(";").map(Number));
    if (part.startsWith("\x1b")) continue;
    let run = "";
    let at = column;
    const flush = () => {
      const ground = state.reverse ? state.colour : state.ground;
      const colour = state.reverse ? Math.max(state.ground, 0) : state.colour;
      if (ground >= 0 && run)
        svg += `<rect x="${(12 + at * CELL).toFixed(1)}" y="${12 + row * ROW}" width="${((column - at) * CELL).toFixed(1)}" height="${ROW}" fill="${PALETTE[ground]}"/>`;
      if (run.trim())
        svg += `<text x="${(12 + at * CELL).toFixed(1)}" y="${26 + row * ROW}" fill="${PALETTE[colour]}"${state.bold ? ' font-weight="bold"' : ""}${state.dim ? ' opacity=".65"' : ""} xml:space="preserve">${escape(run)}</text>`;
      run = "";
      at = column;
    };
    for (const character of part) {
      const width = wide(character) ? 2 : 1;
      // Each wide character stands at its own column, whatever font draws it.
      if (width === 2) flush();
      run += character;
      column += width;
      if (width === 2) flush();
    }
    flush();
  }
  widest = Math.max(widest, column);
  return svg;
});
const width = Math.ceil(24 + widest * CELL);
const height = 24 + lines.length * ROW;
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">`);
console.log(`<rect width="${width}" height="${height}" rx="8" fill="${PALETTE[0]}"/>`);
for (const row of rows) if (row) console.log(row);
console.log("</svg>");
