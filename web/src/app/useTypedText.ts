import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

const TYPING_PAUSE_MS = 250;

/** A text that is told on once typing pauses, and that follows when it is changed elsewhere. */
export function useTypedText(known: string, onPause: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(known);
  const told = useRef(known);
  const tell = useDebouncedCallback((text: string) => {
    told.current = text;
    onPause(text);
  }, TYPING_PAUSE_MS);
  useEffect(() => {
    if (known === told.current) return;
    told.current = known;
    setTyped(known);
  }, [known]);
  return [
    typed,
    (text) => {
      setTyped(text);
      tell(text);
    },
  ];
}
