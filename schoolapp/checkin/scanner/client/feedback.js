/** A verdict is heard and felt too: four short sounds that differ in pitch, number and colour, and four patterns of vibration. */

/** [frequency in Hz, from ms, for ms, wave] */
const NOTES = {
  here: [[880, 0, 90, "sine"], [1320, 90, 130, "sine"]],
  calm: [[660, 0, 140, "sine"]],
  redirect: [[520, 0, 130, "triangle"], [520, 190, 130, "triangle"]],
  refuse: [[180, 0, 320, "square"]],
};
const SHAKES = { here: [40], calm: [25], redirect: [120, 70, 120], refuse: [320] };
const GRAVITY = ["here", "calm", "redirect", "refuse"];

let context = null;

/** Browsers allow sound only after a touch: called at the first one. */
export function unlockSound() {
  const Context = globalThis.AudioContext || globalThis.webkitAudioContext;
  if (!Context) return;
  context = context || new Context();
  if (context.state === "suspended") void context.resume().catch(() => {});
}

/** Of several verdicts in one picture the gravest is heard: four at once would be noise. */
export function gravest(looks) {
  return GRAVITY[Math.max(...looks.map((look) => GRAVITY.indexOf(look)))];
}

export function giveFeedback(looks) {
  const look = gravest(looks);
  if (!look) return;
  if (globalThis.navigator?.userActivation?.hasBeenActive !== false) globalThis.navigator?.vibrate?.(SHAKES[look]);
  if (context?.state === "running") NOTES[look].forEach((note) => play(note));
}

function play([frequency, from, length, wave]) {
  const start = context.currentTime + from / 1000;
  const end = start + length / 1000;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = wave;
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(wave === "square" ? 0.12 : 0.3, start + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.0001, end);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(end + 0.02);
}
