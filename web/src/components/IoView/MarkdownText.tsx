import { lazy, Suspense } from "react";
import { PlainText } from "./PlainText";

const Markdown = lazy(() => import("./Markdown"));

/** Markdown as it reads; plain text until the reader for it is loaded. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <Suspense fallback={<PlainText text={text} label="Text" />}>
      <Markdown text={text} />
    </Suspense>
  );
}
