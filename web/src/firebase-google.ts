import {
  type Auth,
  browserPopupRedirectResolver,
  GoogleAuthProvider,
  signInWithPopup,
} from "firebase/auth";

/** `standInUrl`: a script of this site in the place of Google's own, which the SDK would fetch. */
export async function signInWithGoogle(auth: Auth, standInUrl: string | null): Promise<void> {
  if (standInUrl) await loadScript(standInUrl);
  await signInWithPopup(auth, new GoogleAuthProvider(), browserPopupRedirectResolver);
}

function loadScript(url: string): Promise<void> {
  if (document.querySelector(`script[src="${url}"]`)) return Promise.resolve();
  const script = document.createElement("script");
  script.src = url;
  return new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} could not be loaded.`));
    document.head.append(script);
  });
}
