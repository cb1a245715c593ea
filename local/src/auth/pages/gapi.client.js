// As much of Google's gapi.iframes as the Web SDK uses, so that a page signs in without the Internet.
(() => {
  if (window.gapi) return;
  const context = { open };
  window.gapi = {
    load: (_name, options) => (options.callback ?? options)(),
    iframes: {
      CROSS_ORIGIN_IFRAMES_FILTER: {},
      Iframe: class {},
      getContext: () => context,
    },
  };

  function open({ where, url, attributes }, whenOpen) {
    const element = document.createElement("iframe");
    const { style, ...others } = attributes ?? {};
    Object.assign(element.style, style);
    for (const [name, value] of Object.entries(others)) element.setAttribute(name, value);
    element.src = `${url}#embedded`;
    const origin = new URL(url, location.href).origin;
    const connected = new Promise((resolve) => {
      addEventListener("message", function listen(event) {
        if (event.source !== element.contentWindow || event.origin !== origin) return;
        if (event.data?.eventType !== "relayReady") return;
        removeEventListener("message", listen);
        resolve(event.ports[0]);
      });
    });
    where.append(element);
    return whenOpen(channelTo(connected));
  }

  function channelTo(connected) {
    const handlers = new Map();
    const replies = new Map();
    let lastId = 0;
    connected.then((port) => {
      port.onmessage = ({ data }) => {
        const reply = replies.get(data.replyTo);
        if (reply) {
          replies.delete(data.replyTo);
          return reply([data]);
        }
        handlers.get(data.type)?.(data);
      };
    });
    return {
      restyle: () => Promise.resolve(),
      ping: (whenAlive) => connected.then(() => [whenAlive?.()]),
      register(type, handler) {
        handlers.set(type, handler);
        connected.then((port) => port.postMessage({ type: "registered" }));
      },
      send(type, message, whenAnswered) {
        const id = ++lastId;
        if (whenAnswered) replies.set(id, whenAnswered);
        connected.then((port) => port.postMessage({ ...message, type, id }));
      },
    };
  }
})();
