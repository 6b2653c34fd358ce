// Types of the desk's API from its own description: node types.mjs FILE|URL >app/api/types.ts. `./test` says when they
// are not those of the server any more.
import { readFileSync } from "node:fs";

const from = process.argv[2];
const api = JSON.parse(/^https?:/.test(from) ? await (await fetch(`${from}/v1/openapi.json`)).text() : readFileSync(from, "utf8"));
const others = { promise: "PromiseMade", event: "EncounterEvent", session: "SessionInfo" }; // those names mean something else in a browser
const named = (name) => others[name] ?? name.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase());

function type(schema, deep = 0) {
  if (!schema || Object.keys(schema).length === 0) return "unknown";
  if (schema.$ref) return named(schema.$ref.split("/").pop());
  if (schema.allOf) return schema.allOf.map((one) => type(one, deep)).join(" & ");
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return either.map((one) => type(one, deep)).join(" | ");
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((one) => type({ ...schema, type: one }, deep)).join(" | ");
  switch (schema.type) {
    case "string": return "string";
    case "integer": case "number": return "number";
    case "boolean": return "boolean";
    case "null": return "null";
    case "array": { const of = type(schema.items, deep); return /[|&]/.test(of) ? `(${of})[]` : `${of}[]`; }
    case "object": {
      if (!schema.properties) return "{ [name: string]: unknown }";
      const pad = "  ".repeat(deep + 1);
      const fields = Object.entries(schema.properties).map(([name, of]) =>
        `${of.description ? `${pad}/** ${of.description} */\n` : ""}${pad}${/^\w+$/.test(name) ? name : JSON.stringify(name)}${schema.required?.includes(name) ? "" : "?"}: ${type(of, deep + 1)};`);
      return `{\n${fields.join("\n")}\n${"  ".repeat(deep)}}`;
    }
    default: return "unknown";
  }
}

const lines = ["// Made by types.mjs from the server's description; not written by hand.", ""];
for (const [name, schema] of Object.entries(api.components.schemas)) lines.push(`export type ${named(name)} = ${type(schema)};`, "");
const answers = [], bodies = [];
for (const [path, methods] of Object.entries(api.paths))
  for (const [method, route] of Object.entries(methods)) {
    const good = Object.entries(route.responses).find(([status]) => status.startsWith("2"))?.[1];
    const answer = good?.content?.["application/json"]?.schema;
    const body = route.requestBody?.content?.["application/json"]?.schema;
    const name = JSON.stringify(`${method.toUpperCase()} ${path}`);
    answers.push(`  /** ${route.summary} */\n  ${name}: ${answer ? type(answer, 1) : "undefined"};`);
    bodies.push(`  ${name}: ${body ? type(body, 1) : "undefined"};`);
  }
lines.push("/** What each route answers. */", "export interface Answers {", ...answers, "}", "", "/** What each route takes. */", "export interface Bodies {", ...bodies, "}");
console.log(lines.join("\n"));
