// Runs in the hidden frame: hands the popup's event to the page, by Google's gapi or by the stand-in of gapi.client.js.
(() => {
  const query = new URLSearchParams(location.search);
  const storageKey = `${query.get("apiKey")}:${query.get("appName")}`;
  const storedKey = `auth-event:${storageKey}`;
  let send;

  addEventListener("message", ({ origin, data }) => {
    if (origin !== location.origin || data?.eventType !== "sendAuthEvent") return;
    if (data.storageKey !== storageKey) return;
    if (send) send(data.authEvent);
    else sessionStorage.setItem(storedKey, JSON.stringify(data.authEvent));
  });

  if (location.hash === "#embedded") speakDirectly();
  else speakThroughGapi();

  function ready(sender) {
    send = (authEvent) => sender({ type: "authEvent", authEvent });
    const stored = sessionStorage.getItem(storedKey);
    sessionStorage.removeItem(storedKey);
    send(stored ? JSON.parse(stored) : { type: "unknown", error: { code: "auth/no-auth-event" } });
  }

  function speakDirectly() {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      if (data.type === "registered") return ready((event) => channel.port1.postMessage(event));
      if (data.type === "webStorageSupport") {
        channel.port1.postMessage({ replyTo: data.id, webStorageSupport: true });
      }
    };
    // The page is on any origin; it gets no secret here, and only the popup's choice later.
    parent.postMessage({ eventType: "relayReady" }, "*", [channel.port2]);
  }

  function speakThroughGapi() {
    window.relayGapiLoaded = () =>
      gapi.load("gapi.iframes", () => {
        const filter = gapi.iframes.CROSS_ORIGIN_IFRAMES_FILTER;
        const page = gapi.iframes.getContext().getParentIframe();
        page.register(
          "webStorageSupport",
          () => ({ status: "ACK", webStorageSupport: true }),
          filter,
        );
        ready((event) => page.send("authEvent", event, () => {}, filter));
      });
    const script = document.createElement("script");
    script.src = "https://apis.google.com/js/api.js?onload=relayGapiLoaded";
    document.head.append(script);
  }
})();
