/** What one writes to send traces here, per SDK, with this server's own address and a key. */

export interface Snippet {
  id: string;
  label: string;
  /** How to get the package. */
  install: string;
  code: string;
  /** Where the code goes: “Python”, “Shell”. */
  language: string;
}

export interface Connection {
  url: string;
  publicKey: string;
  secretKey: string;
}

const exportKeys = ({ url, publicKey, secretKey }: Connection) => `export LANGFUSE_BASE_URL=${url}
export LANGFUSE_PUBLIC_KEY=${publicKey}
export LANGFUSE_SECRET_KEY=${secretKey}`;

/** Every way in; the text to copy is complete. */
export function toSnippets(connection: Connection): Snippet[] {
  const { url, publicKey, secretKey } = connection;
  return [
    {
      id: "python",
      label: "Python",
      language: "Python",
      install: `pip install langfuse\n\n${exportKeys(connection)}`,
      code: `from langfuse import get_client, observe


@observe()
def answer(question: str) -> str:
    return f"You asked: {question}"


answer("Do you have size 42?")
get_client().flush()`,
    },
    {
      id: "javascript",
      label: "JavaScript",
      language: "JavaScript",
      install: `npm install @langfuse/tracing @langfuse/otel @opentelemetry/sdk-node\n\n${exportKeys(connection)}`,
      code: `import { NodeSDK } from "@opentelemetry/sdk-node";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { startActiveObservation } from "@langfuse/tracing";

const sdk = new NodeSDK({ spanProcessors: [new LangfuseSpanProcessor()] });
sdk.start();

await startActiveObservation("answer", async (span) => {
  span.update({ input: "Do you have size 42?", output: "Yes." });
});
await sdk.shutdown();`,
    },
    {
      id: "opentelemetry",
      label: "OpenTelemetry",
      language: "Shell",
      install: "# Any OpenTelemetry SDK or Collector that exports OTLP over HTTP",
      code: `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic%20${toBasic(publicKey, secretKey)}"`,
    },
    {
      id: "langchain",
      label: "LangChain",
      language: "Python",
      install: `pip install langfuse langchain langchain-openai\n\n${exportKeys(connection)}`,
      code: `from langchain_openai import ChatOpenAI
from langfuse.langchain import CallbackHandler

model = ChatOpenAI(model="gpt-4.1-mini")
print(model.invoke("Do you have size 42?", config={"callbacks": [CallbackHandler()]}).content)`,
    },
    {
      id: "openai",
      label: "OpenAI",
      language: "Python",
      install: `pip install langfuse openai\n\n${exportKeys(connection)}`,
      code: `from langfuse.openai import openai  # instead of: import openai

answer = openai.chat.completions.create(
    model="gpt-4.1-mini",
    messages=[{"role": "user", "content": "Do you have size 42?"}],
)
print(answer.choices[0].message.content)`,
    },
    {
      id: "curl",
      label: "HTTP",
      language: "Shell",
      install: "# Nothing to install",
      code: `curl -u '${publicKey}:${secretKey}' ${url}/api/public/ingestion \\
  -H 'Content-Type: application/json' \\
  -d '{"batch": [{"id": "event-1", "type": "trace-create", "timestamp": "'$(date -u +%FT%TZ)'",
        "body": {"name": "answer", "input": "Do you have size 42?", "output": "Yes."}}]}'`,
    },
  ];
}

// A placeholder is left readable, so that one sees what belongs there.
function toBasic(publicKey: string, secretKey: string): string {
  const pair = `${publicKey}:${secretKey}`;
  return secretKey.startsWith("<") ? `<base64 of ${publicKey}:your secret key>` : btoa(pair).replaceAll("=", "%3D");
}
