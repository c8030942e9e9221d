import type { Property } from "../../api/environment";
import { quoted } from "../../base/text";
import { isRedacted } from "./groups";

/** What Spark itself sets while an application starts: no setting of anybody's. */
const ownOfTheRun: readonly RegExp[] = [
  /^spark\.app\.(id|attempt\.id|startTime|submitTime|initial\..*)$/,
  /^spark\.driver\.(host|port|appUIAddress|bindAddress)$/,
  /^spark\.executor\.id$/,
  /^spark\.repl\.class\.(outputDir|uri)$/,
  /^spark\.yarn\.(app\.id|app\.container\.log\.dir|isPython)$/,
  /^spark\.ui\.(filters|port)$/,
  /^spark\.sql\.(catalogImplementation|warehouse\.dir)$/,
  /^spark\.submit\.pyFiles$/,
  /^spark\.org\.apache\.hadoop\.yarn\./,
];

const options: Readonly<Record<string, string>> = {
  "spark.master": "--master",
  "spark.submit.deployMode": "--deploy-mode",
  "spark.app.name": "--name",
  "spark.driver.memory": "--driver-memory",
  "spark.executor.memory": "--executor-memory",
  "spark.executor.cores": "--executor-cores",
};

export interface SubmitCommand {
  text: string;
  /** Properties that it cannot have, their values being secret. */
  withheld: string[];
}

/** The options that submit another application with the same settings. */
export function submitCommand(properties: readonly Property[]): SubmitCommand {
  const given = properties.filter(([name]) => !ownOfTheRun.some((pattern) => pattern.test(name)));
  const known = given.filter(([, value]) => !isRedacted(value));
  const line = ([name, value]: Property) => {
    const option = options[name];
    return option ? `${option} ${quoted(value)}` : `--conf ${quoted(`${name}=${value}`)}`;
  };
  const order = Object.keys(options);
  const rank = ([name]: Property) => (name in options ? order.indexOf(name) : order.length);
  const lines = [...known].sort((a, b) => rank(a) - rank(b)).map(line);
  return {
    text: ["spark-submit", ...lines].join(" \\\n  "),
    withheld: given.filter(([, value]) => isRedacted(value)).map(([name]) => name),
  };
}

/** Lines of a properties file, which spark-submit reads with --properties-file. */
export function propertiesFile(properties: readonly Property[]): string {
  return properties
    .filter(([, value]) => !isRedacted(value))
    .map(([name, value]) => `${escaped(name, /[\s:=#!\\]/g)}=${escaped(value, /\\|^\s/g)}\n`)
    .join("");
}

function escaped(text: string, special: RegExp): string {
  return text
    .replace(special, (character) => `\\${character}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}
