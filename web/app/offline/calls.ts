// Calls for help: sent at once or never. Nothing of them waits on the device.
import { api } from "../api/client";
import { meet } from "./state";
import type { Called, Calling } from "./types";

const WAIT_MS = 4000;

export async function call(calling: Calling, encounter: string | null = null, number = ""): Promise<Called> {
  try {
    const made = await meet((signal) => api.post("/v1/calls", { ...calling, encounter }, { signal }), WAIT_MS);
    return { sent: true, call: made };
  } catch {
    return { sent: false, number };
  }
}
