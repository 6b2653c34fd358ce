/** A mistake of the caller: it is told, and nothing was written. */
export class Refusal extends Error {}

export function refuse(message) {
  throw new Refusal(message);
}
