// What web/amends.mjs gives, for TypeScript. Objects are CONTRACT.md's.
type Bytes = BufferSource | Response;

export class AmendsError extends Error {
  /** "AMENDS_E_ENDED" */
  readonly status: string;
}

export class Amends {
  static load(wasm: Bytes | Promise<Bytes>, image: Bytes | Promise<Bytes>): Promise<Amends>;
  readonly languages: readonly string[];
  readonly labels: Readonly<Record<string, readonly string[]>>;
  signals(input: object): unknown;
  review(input: object): unknown;
  encounter(): Encounter;
}

export class Encounter {
  step(event: object): unknown;
  dispose(): void;
}
