import { TextLink } from "@/components/TextLink";

/** A rule by its name. */
export function RuleLink({ id, name }: { id: string; name: string }) {
  return (
    <TextLink to="/alerts/rules/$ruleId" params={{ ruleId: id }} className="untrusted">
      {name}
    </TextLink>
  );
}
