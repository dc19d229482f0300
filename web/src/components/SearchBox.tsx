import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useSearchText } from "@/app/searchText";
import { useTypedText } from "@/app/useTypedText";

interface Given {
  label: string;
  placeholder: string;
  /** Under which name the address holds the words. */
  name?: string;
}

/** Words to look for, which the address holds once typing pauses. */
export function SearchBox({ label, placeholder, name = "text" }: Given) {
  const [known, tell] = useSearchText(name);
  const [typed, type] = useTypedText(known, tell);
  return (
    <TextInput
      size="xs"
      w={240}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
