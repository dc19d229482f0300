import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { DeleteButton } from "@/components/DeleteButton";
import { deleteJudge, type Judge } from "./judges";

/** Takes a judge away, after asking. */
export function DeleteJudge({ judge }: { judge: Judge }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title="Delete this judge?"
      text={`${judge.name} goes with all its versions. The scores that it gave stay. To only stop it, switch it off.`}
      onDelete={() => deleteJudge(judge.name)}
      onDone={async () => {
        await navigate({ to: "/judges" });
        await queries.invalidateQueries({ queryKey: ["judges"] });
      }}
    />
  );
}
