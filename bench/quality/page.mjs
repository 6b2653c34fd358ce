// A page of documentation whose tables stand between markers: <!-- measured: NAME --> … <!-- end -->.
import { readFileSync, writeFileSync } from "node:fs";

/** Puts each part between its markers. What has no marker, or was not measured, is left; gives a line about each such. */
export function writePage(file, parts) {
  const left = [];
  let page = readFileSync(file, "utf8");
  for (const { name, body } of parts) {
    const marker = `<!-- measured: ${name} -->`;
    const start = page.indexOf(marker);
    const end = start < 0 ? -1 : page.indexOf("<!-- end -->", start);
    if (end < 0) {
      left.push(`${file} has no place for "${name}"`);
      continue;
    }
    if (/^(SKIPPED|FAILED)/.test(body)) {
      left.push(`"${name}" was not measured; ${file} keeps what it has`);
      continue;
    }
    page = `${page.slice(0, start)}${marker}\n\n${body}\n\n${page.slice(end)}`;
  }
  writeFileSync(file, page);
  return left;
}
