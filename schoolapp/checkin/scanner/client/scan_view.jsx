/** The scan: camera above, the roll as a sheet below it. */

import { useMemo, useState } from "react";

import { CameraView } from "./camera_view.jsx";
import { environment, lacks } from "./help.js";
import { Sheet } from "./sheet.jsx";
import { TopBar } from "./top_bar.jsx";
import { useTorch } from "./use_torch.js";

export function ScanView({ desk, view, words, scanning, go, say, deviceId }) {
  const torch = useTorch();
  const [trouble, setTrouble] = useState("");
  const { noCamera, help } = useMemo(whatLacks, []);
  const camera = noCamera
    ? <div className="s-camera s-trouble">{words(noCamera.key)}</div>
    : <CameraView onCodes={scanning.onCodes} pack={view.pack} words={words} deviceId={deviceId} onTorch={torch.offer} onTrouble={setTrouble} />;
  return (
    <div className="s-scan">
      <TopBar session={view.session} net={view.net} words={words} onPick={() => go("pick")} onRetry={desk.retry} torch={torch} onMore={() => go("ways")} dark />
      {camera}
      <Sheet desk={desk} view={view} words={words} go={go} say={say} help={help} needsOtherWay={Boolean(noCamera || trouble)} />
    </div>
  );
}

function whatLacks() {
  const all = lacks(environment());
  const noCamera = all.find(({ camera }) => camera);
  return { noCamera, help: all.filter((one) => one !== noCamera) };
}
