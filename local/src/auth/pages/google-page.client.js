// Runs in the popup: turns a chosen identity into the event that the Web SDK waits for.
(() => {
  const query = new URLSearchParams(location.search);
  const authType = query.get("authType") ?? "";
  const storageKey = `${query.get("apiKey")}:${query.get("appName")}`;

  for (const button of document.querySelectorAll("[data-sub]")) {
    button.addEventListener("click", () => finish(button.dataset));
  }
  document.getElementById("identity").addEventListener("submit", (event) => {
    event.preventDefault();
    const email = document.getElementById("email").value.trim().toLowerCase();
    const name = document.getElementById("name").value.trim();
    const known = [...document.querySelectorAll("[data-sub]")].find(
      (button) => button.dataset.email === email,
    );
    finish({ email, name, picture: "", sub: known ? known.dataset.sub : randomDigits() });
  });

  function finish({ sub, email, name, picture }) {
    const claims = {
      iss: "",
      aud: "",
      sub,
      email: email || undefined,
      email_verified: email ? true : undefined,
      name: name || undefined,
      picture: picture || undefined,
    };
    const answer = new URL(location.pathname, location.origin);
    answer.searchParams.set("providerId", "google.com");
    answer.searchParams.set("id_token", JSON.stringify(claims));
    const authEvent = {
      type: authType,
      eventId: query.get("eventId"),
      urlResponse: answer.href,
      sessionId: "stand-in",
      postBody: "",
      tenantId: query.get("tid"),
      error: null,
    };
    if (/popup/i.test(authType)) relay(authEvent);
    else redirect(authEvent);
  }

  function relay(authEvent) {
    const frames = window.opener
      ? Array.from({ length: window.opener.length }, (_, n) => window.opener[n])
      : [];
    const frame = frames.find(isOurs);
    if (!frame) return fail("The page that opened this window is gone. Close it and try again.");
    frame.postMessage({ eventType: "sendAuthEvent", storageKey, authEvent }, location.origin);
  }

  function isOurs(frame) {
    try {
      const theirs = new URLSearchParams(frame.location.search);
      return `${theirs.get("apiKey")}:${theirs.get("appName")}` === storageKey;
    } catch {
      // A frame of another origin.
      return false;
    }
  }

  function redirect(authEvent) {
    const target = URL.parse(query.get("redirectUrl") ?? "");
    if (!target || !/^https?:$/.test(target.protocol))
      return fail("The page to return to is not named.");
    sessionStorage.setItem(`auth-event:${storageKey}`, JSON.stringify(authEvent));
    location.assign(target.href);
  }

  function fail(sentence) {
    document.getElementById("error").textContent = sentence;
  }

  function randomDigits() {
    return Array.from(crypto.getRandomValues(new Uint8Array(21)), (byte) => byte % 10).join("");
  }
})();
