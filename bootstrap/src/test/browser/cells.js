// How many cells of a letter's size show anything, below what a guest draws on top.
window.cellsShown = (top = 0, width = 9) => {
  const canvas = document.querySelector('#screen canvas');
  if (!canvas || canvas.height <= top) {
    return 0;
  }
  const { data } = canvas.getContext('2d').getImageData(0, top, canvas.width, canvas.height - top);
  const cells = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] + data[i + 1] + data[i + 2] > 0) {
      const pixel = i / 4;
      cells.add(`${Math.floor((pixel % canvas.width) / width)}:${Math.floor(pixel / canvas.width / 16)}`);
    }
  }
  return cells.size;
};

// Whether the guest runs that fills the first place of its screen.
window.hasStarted = () => {
  const canvas = document.querySelector('#screen canvas');
  const { data } = canvas?.getContext('2d').getImageData(0, 0, 9, 16) ?? { data: [0] };
  return data.every((value) => value > 0);
};
