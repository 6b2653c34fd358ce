// A soft sound and a short vibration when somebody calls or asks. Off until it is wanted, kept on this device.
import { store } from "../../api/store";

export interface Wanted {
  sound: boolean;
  vibration: boolean;
}
const kept = (name: string): boolean => localStorage.getItem(`board.${name}`) === "on";
export const wanted = store<Wanted>({ sound: kept("sound"), vibration: kept("vibration") });

let audio: AudioContext | undefined;

/** Two soft notes, the second higher: heard beside talk, and no alarm. */
function chime(): void {
  audio ??= new AudioContext();
  void audio.resume();
  for (const [hertz, at] of [[523.25, 0], [659.25, 0.18]] as const) {
    const tone = audio.createOscillator(), loud = audio.createGain(), from = audio.currentTime + at;
    tone.type = "sine";
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0, from);
    loud.gain.linearRampToValueAtTime(0.12, from + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.001, from + 0.5);
    tone.connect(loud).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.55);
  }
}

export function want(name: keyof Wanted, on: boolean): void {
  localStorage.setItem(`board.${name}`, on ? "on" : "off");
  wanted.set({ ...wanted.get(), [name]: on });
  // At once, so that one knows what it will be; browsers let pages sound only after a touch, and this is one.
  if (on) give(name);
}

function give(name: keyof Wanted): void {
  if (name === "sound") chime();
  else navigator.vibrate?.([90, 70, 90]);
}

export function notify(): void {
  for (const name of ["sound", "vibration"] as const) if (wanted.get()[name]) give(name);
}
