// How long it takes already, counted by the second.
import { clockText, useSeconds } from "../../kit/clock";

export function Clock({ since }: { since: number }) {
  return <span class="counter-clock" role="timer" aria-live="off">{clockText(useSeconds(since))}</span>;
}
