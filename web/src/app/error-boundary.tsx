import { Component, type ReactNode } from "react";
import { Failure } from "../ui/states.tsx";

/** In the place of whatever broke; the rest of the page goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Failure
        title="This view stopped working"
        detail="Nothing that you sent is lost. Reload the page to go on."
        onRetry={() => location.reload()}
      />
    );
  }
}
