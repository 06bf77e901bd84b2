// Without this the last epoch is shown; with it the slider chooses.
for (const model of document.querySelectorAll(".model")) {
  const slider = model.querySelector("input"), pictures = model.querySelectorAll(".epochs img");
  if (!slider) continue;
  slider.hidden = false;
  const show = () => pictures.forEach((picture, k) => {
    picture.hidden = k != slider.value;
    if (!picture.hidden) model.querySelector("output").textContent = picture.alt;
  });
  slider.addEventListener("input", show);
  show();
}
