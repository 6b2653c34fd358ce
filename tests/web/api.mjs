// Are the app's types of the API those of the server that was built, and has each field that it takes a name in the app?
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { desk } from "./lib.mjs";

const at = await desk({ demo: false });
const now = execFileSync("node", ["web/types.mjs", at.base], { encoding: "utf8" });
const { paths, components: { schemas } } = await (await fetch(`${at.base}/v1/openapi.json`)).json();
await at.stop();
if (now !== readFileSync("web/app/api/types.ts", "utf8")) {
  console.log("web/app/api/types.ts is not what the server describes: node web/types.mjs URL >web/app/api/types.ts");
  process.exitCode = 1;
}

const words = JSON.parse(readFileSync("web/app/kit/fields/words.json", "utf8"));
const taken = Object.values(paths).flatMap((methods) => Object.values(methods)).flatMap(({ requestBody }) => {
  const schema = requestBody?.content["application/json"]?.schema;
  return Object.keys((schema?.$ref ? schemas[schema.$ref.split("/").pop()] : schema)?.properties ?? {});
});
if (taken.length === 0) throw new Error("the server describes no field");
for (const field of new Set(taken)) {
  const without = ["en", "fi", "ru", "zh"].filter((lang) => !words[`name.${field}`]?.[lang]);
  if (without.length === 0) continue;
  console.log(`web/app/kit/fields/words.json: ${field}, which the desk takes, has no name in ${without.join(", ")}`);
  process.exitCode = 1;
}
