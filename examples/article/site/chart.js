// The chart's player: one <video> over a ranked list of titles. Without this file the titles are links to the clips.

const video = document.querySelector('.player video');
const idle = document.querySelector('.player .idle');
const chart = document.querySelector('.chart');
const titles = document.querySelectorAll('.chart ol a');

function choose(chosen) {
  for (const title of titles) {
    if (title === chosen) title.setAttribute('aria-current', 'true');
    else title.removeAttribute('aria-current');
  }
  idle.hidden = Boolean(chosen);
}

async function play(title) {
  if (title.hasAttribute('aria-current')) {
    if (video.paused) await video.play();
    else video.pause();
    return;
  }
  choose(title);
  video.poster = title.querySelector('img').src;
  video.src = title.href;
  video.ariaLabel = title.querySelector('.title').textContent;
  video.scrollIntoView({ block: 'nearest' });
  await video.play();
}

for (const title of titles) {
  title.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is the reader's own wish
    event.preventDefault();
    play(title).catch(() => {}); // not allowed to start by itself, or overtaken by another title: the controls are there
  });
}

for (const moment of ['play', 'pause']) {
  video.addEventListener(moment, () => chart.classList.toggle('playing', !video.paused));
}

// A clip that cannot be shown leaves the invitation as it was.
video.addEventListener('error', () => choose(null));
