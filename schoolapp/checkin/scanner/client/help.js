/**
 * What this browser lacks for taking a roll, and what to do about it. One row a lack, the gravest first.
 * Pure: `environment()` gathers, `lacks()` decides.
 */

/** @returns {object} what matters of the browser, as plain values */
export function environment(page = globalThis) {
  const agent = page.navigator?.userAgent || "";
  return {
    isWeChat: /MicroMessenger/i.test(agent),
    isAndroid: /Android|Harmony/i.test(agent),
    isIphone: /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && page.navigator?.maxTouchPoints > 1),
    isSecure: Boolean(page.isSecureContext),
    hasCamera: Boolean(page.navigator?.mediaDevices?.getUserMedia),
    hasWorker: Boolean(page.Worker && page.WebAssembly),
    hasOffline: Boolean(page.navigator?.serviceWorker),
    hasStore: Boolean(page.indexedDB),
  };
}

/**
 * Keys of words.js ("help_…"); `camera` tells whether the camera is lost by it.
 * @returns {Array<{key: string, camera: boolean}>}
 */
export function lacks(env) {
  const found = [];
  if (env.isWeChat && env.isIphone) found.push({ key: "help_wechat_iphone", camera: !env.hasCamera });
  if (!env.isSecure) found.push({ key: "help_plain_http", camera: true });
  else if (!env.hasCamera) found.push({ key: env.isWeChat ? "help_wechat" : "help_old_browser", camera: true });
  if (!env.hasWorker) found.push({ key: "help_old_browser", camera: true });
  if (!env.hasStore) found.push({ key: "help_no_store", camera: false });
  else if (!env.hasOffline && env.isSecure && !(env.isWeChat && env.isIphone)) found.push({ key: "help_no_offline", camera: false });
  if (env.isWeChat && env.isAndroid && !found.length) found.push({ key: "help_wechat_android", camera: false });
  return found.filter((one, i) => found.findIndex(({ key }) => key === one.key) === i);
}

/** What to do when the camera says no, by the name of its error. */
export function cameraTrouble(error) {
  if (error?.name === "NotAllowedError" || error?.name === "SecurityError") return "camera_denied";
  if (error?.name === "NotFoundError" || error?.name === "OverconstrainedError") return "camera_none";
  return "camera_busy";
}
