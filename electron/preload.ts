import { ipcRenderer } from 'electron';

// The page makes a channel and hands one end over; from then on the page and the main process speak through it alone.
window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source === window && event.data === 'longshore:port' && port) ipcRenderer.postMessage('longshore:port', null, [port]);
});
