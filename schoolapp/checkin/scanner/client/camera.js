/** One camera stream for as long as the scanner is open; which camera is remembered; the screen stays awake. */

const REMEMBERED = "schoolapp.camera";

/**
 * Open the camera. The default rear camera can be the ultra-wide one, so the choice is offered and remembered.
 * @param {{deviceId?: string|null, front?: boolean, detail?: boolean}} wish `detail`: pictures are taken, not only codes read
 * @returns {Promise<MediaStream>} rejects with the browser's own error
 */
export async function openCamera({ deviceId = null, front = false, detail = false } = {}) {
  const size = detail ? { width: { ideal: 2560 }, height: { ideal: 1440 } } : { width: { ideal: 1280 }, height: { ideal: 720 } };
  const facing = { facingMode: { ideal: front ? "user" : "environment" } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...(deviceId ? { deviceId: { exact: deviceId } } : facing) } });
  } catch (error) {
    if (!deviceId || error.name === "NotAllowedError") throw error;
    return openCamera({ front, detail }); // The remembered camera is gone (another phone's id, a cable pulled out).
  }
}

export function closeCamera(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

/** Cameras to choose from. Labels are known only once a stream was allowed. */
export async function listCameras() {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId, label }) => ({ deviceId, label }));
}

export const cameraOf = (stream) => stream?.getVideoTracks()[0]?.getSettings?.().deviceId || null;

export function rememberedCamera() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

export function rememberCamera(deviceId) {
  try {
    localStorage.setItem(REMEMBERED, deviceId);
  } catch {
    // Then it is chosen again next time.
  }
}

/** Keep the screen on while the page is looked at. @returns {() => void} gives it back */
export function stayAwake() {
  let lock = null;
  const ask = async () => {
    if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
  };
  void ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    document.removeEventListener("visibilitychange", ask);
    void lock?.release().catch(() => {});
  };
}
