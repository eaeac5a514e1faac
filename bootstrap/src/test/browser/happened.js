// Notes what happens on the page, and why its web sockets close.
window.happened = [];
window.openSockets = 0;
window.note = (name, detail) => window.happened.push({ name, detail });
const NativeWebSocket = window.WebSocket;
// No subclass: noVNC looks for the methods on the object's own prototype.
window.WebSocket = function (...given) {
  const socket = new NativeWebSocket(...given);
  window.openSockets++;
  socket.addEventListener('close', (event) => {
    window.openSockets--;
    window.note('close', { code: event.code, reason: event.reason, clean: event.wasClean });
  });
  return socket;
};
Object.assign(window.WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
window.WebSocket.prototype = NativeWebSocket.prototype;
