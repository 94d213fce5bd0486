/* Runs on every page before the application. Plain old JavaScript: it must also run where the application cannot.
   1. A browser below the floor (Chromium 109, iOS 15.4) is sent to a page that names what to open.
   2. The install offer is kept until somebody wants it.
   3. The service worker is registered once the first screen is there, and not for somebody who only signs in. */
(function () {
  "use strict";
  var enough =
    "noModule" in document.createElement("script") &&
    typeof window.structuredClone === "function" && // Chromium 98, iOS 15.4
    typeof window.BroadcastChannel === "function" && // iOS 15.4
    typeof Object.hasOwn === "function" &&
    typeof WebAssembly === "object";
  if (!enough) {
    window.location.replace("/old-browser.html");
    return;
  }

  window.addEventListener("beforeinstallprompt", function (event) {
    event.preventDefault();
    window.schoolappInstall = event;
    window.dispatchEvent(new Event("schoolapp:install"));
  });
  window.addEventListener("appinstalled", function () {
    window.schoolappInstall = null;
    window.dispatchEvent(new Event("schoolapp:install"));
  });

  if (!("serviceWorker" in navigator)) return;

  function askToTakeOver(registration) {
    if (registration.waiting) registration.waiting.postMessage("take-over-when-quiet");
  }

  function register() {
    if (/^\/(sign-in|setup|guide)/.test(window.location.pathname)) return;
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(
      function (registration) {
        askToTakeOver(registration);
        document.addEventListener("visibilitychange", function () {
          askToTakeOver(registration);
          if (document.visibilityState === "visible") registration.update().catch(function () {});
        });
      },
      function () {}, // plain HTTP or private mode: the site works, only not offline
    );
  }

  window.addEventListener("load", function () {
    setTimeout(register, 1500);
  });
})();
