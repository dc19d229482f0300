import { SegmentedControl } from "@mantine/core";
import { useSearchText } from "@/app/searchText";

const CHOICES = [
  { value: "6", label: "6 h" },
  { value: "24", label: "24 h" },
  { value: "168", label: "7 d" },
  { value: "720", label: "30 d" },
];
const USUAL = "24";

/** How many hours back the address says to look. */
export function useHours(): number {
  const [hours] = useSearchText("hours");
  return Number(CHOICES.some(({ value }) => value === hours) ? hours : USUAL);
}

export function HoursChoice() {
  const [, setHours] = useSearchText("hours");
  const hours = String(useHours());
  return <SegmentedControl size="xs" aria-label="How far back" data={CHOICES} value={hours} onChange={(chosen) => setHours(chosen === USUAL ? null : chosen)} />;
}
