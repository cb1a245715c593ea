import { HandsetError } from "@handset/client/handset-error.ts";
import { newIdempotencyKey } from "@handset/client/idempotency-key.ts";
import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { SegmentMeter } from "../../sms/segment-meter.tsx";
import { sendMessage } from "../../sms/send-message.ts";
import { parseSimValue } from "../../sms/sim-choice.ts";
import { useUnitPrices } from "../../sms/unit-prices.ts";
import { Button } from "../../ui/button.tsx";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import styles from "./composer.module.css";
import { keepDraft, readDraft } from "./drafts.ts";
import { SenderSelect } from "./sender-select.tsx";

const TEXT_LENGTH_MAX = 1600;

interface Props {
  conversationId: string;
  conversation: Conversation;
}

export function Composer({ conversationId, conversation }: Props) {
  const { id, account } = useAccount();
  const api = useApi();
  const toast = useToast();
  const [text, setText] = useState(() => readDraft(conversationId));
  const [via, setVia] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  // The same key until it was accepted: trying again after a broken connection sends once.
  const key = useRef(newIdempotencyKey());
  const write = (next: string) => {
    key.current = newIdempotencyKey();
    keepDraft(conversationId, next);
    setText(next);
  };
  const send = useAction(async () => {
    const message = { to: conversation.contact, text, via: parseSimValue(via) };
    try {
      await sendMessage(api, id, message, key.current);
    } catch (error) {
      if (!isSentAlready(error)) throw error;
      toast("This text was sent already, by the SIM chosen before.");
    }
    write("");
  });
  const unitPrices = useUnitPrices(
    text && isNumber(conversation.contact) ? [conversation.contact] : [],
  );
  const isEmpty = text.trim() === "";
  const submit = async () => {
    if (!isEmpty) await send.run();
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlainEnter = event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
    if (!isPlainEnter || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    void submit();
  };
  if (!isNumber(conversation.contact)) {
    return (
      <p className={styles.closed}>
        “{conversation.contact}” is a name, not a number: nobody can answer it.
      </p>
    );
  }
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ProblemNotice error={send.error} />
      <div className={styles.box}>
        <textarea
          ref={box}
          aria-label="Message"
          placeholder="Write a message"
          rows={1}
          maxLength={TEXT_LENGTH_MAX}
          className={styles.text}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          type="submit"
          look="primary"
          className={styles.send}
          disabled={isEmpty}
          isBusy={send.isBusy}
          aria-label="Send"
          title="Send (Enter)"
          icon={<SendHorizontal size={17} aria-hidden />}
        />
      </div>
      <div className={styles.foot}>
        <SenderSelect conversation={conversation} value={via} onChange={setVia} />
        <SegmentMeter
          text={text}
          pricePerSegment={unitPrices.get(conversation.contact) ?? account.pricePerSegment}
          currency={account.currency}
        />
      </div>
    </form>
  );
}

/** A new text has a new key: only its sender can differ from what came in under this one. */
function isSentAlready(error: unknown): boolean {
  return error instanceof HandsetError && error.code === "idempotency_key_reused";
}

function isNumber(contact: string): boolean {
  return /^\+?\d+$/u.test(contact);
}
