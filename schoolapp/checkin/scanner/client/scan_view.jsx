/** The scan: camera above, the roll as a sheet below it. */

import { useState } from "react";

import { CameraView } from "./camera_view.jsx";
import { environment, lacks } from "./help.js";
import { Sheet } from "./sheet.jsx";
import { TopBar } from "./top_bar.jsx";
import { useTorch } from "./use_torch.js";

export function ScanView({ desk, view, words, scanning, go, deviceId }) {
  const torch = useTorch();
  const [trouble, setTrouble] = useState("");
  const lacking = lacks(environment());
  const noCamera = lacking.find(({ camera }) => camera);
  const camera = noCamera
    ? <div className="s-camera s-trouble">{words(noCamera.key)}</div>
    : <CameraView onCodes={scanning.onCodes} pack={view.pack} words={words} deviceId={deviceId} onTorch={torch.offer} onTrouble={setTrouble} />;
  return (
    <div className="s-scan">
      <TopBar session={view.session} net={view.net} words={words} onPick={() => go("pick")} onRetry={desk.retry} torch={torch} onMore={() => go("ways")} dark />
      {camera}
      <Sheet desk={desk} view={view} words={words} go={go} help={lacking.filter((one) => one !== noCamera)} needsOtherWay={Boolean(noCamera || trouble)} />
    </div>
  );
}
