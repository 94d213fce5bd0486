/**
 * The torch of an open camera. Its state is what the camera says after a wish, for some take the wish and stay dark.
 * @param {MediaStream|null} stream
 * @returns {{can: boolean, toggle: () => Promise<boolean>}} `toggle` gives whether it shines afterwards
 */
export function torchOf(stream) {
  const track = stream?.getVideoTracks()[0];
  let isOn = false;
  return {
    can: Boolean(track?.getCapabilities?.().torch),
    async toggle() {
      const wish = !isOn;
      isOn = await track.applyConstraints({ advanced: [{ torch: wish }] }).then(() => track.getSettings?.().torch ?? wish, () => isOn);
      return isOn;
    },
  };
}
