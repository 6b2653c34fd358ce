// A page of documentation whose tables stand between markers: <!-- measured: NAME --> … <!-- end -->.
import { readFileSync, writeFileSync } from "node:fs";

/** Puts each part between its markers. Parts without a marker, and markers without a part, are told and left. */
export function writePage(file, parts) {
  let page = readFileSync(file, "utf8");
  for (const { name, body } of parts) {
    const marker = `<!-- measured: ${name} -->`;
    const start = page.indexOf(marker);
    const end = start < 0 ? -1 : page.indexOf("<!-- end -->", start);
    if (end < 0) {
      console.error(`quality: ${file} has no place for "${name}"`);
      continue;
    }
    if (/^(SKIPPED|FAILED)/.test(body)) {
      console.error(`quality: "${name}" was not measured; ${file} keeps what it has`);
      continue;
    }
    page = `${page.slice(0, start)}${marker}\n\n${body}\n\n${page.slice(end)}`;
  }
  writeFileSync(file, page);
}
