// Are the app's types of the API those of the server that was built?
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { desk } from "./lib.mjs";

const at = await desk({ demo: false });
const now = execFileSync("node", ["web/types.mjs", at.base], { encoding: "utf8" });
await at.stop();
if (now !== readFileSync("web/app/api/types.ts", "utf8")) {
  console.log("web/app/api/types.ts is not what the server describes: node web/types.mjs URL >web/app/api/types.ts");
  process.exitCode = 1;
}
