import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

interface Props {
  /** What is copied; a function where making it is work. */
  text: string | (() => string);
  label: string;
  size?: number;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label, size = 14 }: Props) {
  const { copy, copied } = useClipboard({ timeout: 1500 });
  const said = copied ? "Copied" : label;
  return (
    <Tooltip label={said}>
      <ActionIcon
        variant="subtle"
        color={copied ? "teal" : "gray"}
        size={size + 8}
        aria-label={said}
        onClick={(event) => {
          event.stopPropagation();
          copy(typeof text === "string" ? text : text());
        }}
      >
        {copied ? <IconCheck size={size} /> : <IconCopy size={size} />}
      </ActionIcon>
    </Tooltip>
  );
}
