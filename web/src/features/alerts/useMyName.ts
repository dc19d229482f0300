import { useLocalStorage } from "@mantine/hooks";

/** Who this browser's user is to others: a key says which project it opens, and not who holds it. */
export const useMyName = () => useLocalStorage({ key: "ratchet-my-name", defaultValue: "" });
