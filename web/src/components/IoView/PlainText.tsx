import { Anchor, Group, Text } from "@mantine/core";
import { useState } from "react";
import { formatCount } from "@/format/numbers";
import { save } from "./save";
import classes from "./IoView.module.css";

const SHOWN_CHARACTERS = 6000;

interface Props {
  text: string;
  isCode?: boolean;
  label: string;
}

/** Text as it is, a long one piece by piece. */
export function PlainText({ text, isCode = false, label }: Props) {
  const [shown, setShown] = useState(SHOWN_CHARACTERS);
  const left = text.length - shown;
  return (
    <>
      <div className={isCode ? `${classes.text} mono` : classes.text} dir="auto">
        {left > 0 ? text.slice(0, shown) : text}
      </div>
      {left > 0 && (
        <Group gap="md" mt="xs">
          <Text size="xs">… {formatCount(left)} more characters</Text>
          <Anchor component="button" size="xs" onClick={() => setShown(shown * 4)}>
            Show more
          </Anchor>
          <Anchor component="button" size="xs" onClick={() => save(`${label.toLowerCase()}.txt`, text)}>
            Save as a file
          </Anchor>
        </Group>
      )}
    </>
  );
}
