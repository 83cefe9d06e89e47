// Usage: node csdl-to-json.cjs <folder with odata-csdl> <file>
// Prints a model in XML as JSON, by the converter of OData's technical committee at OASIS; fails when it has anything to say.
const fs = require("node:fs");
const path = require("node:path");

const [folder, file] = process.argv.slice(2);
const { xml2json } = require(path.resolve(folder, "node_modules", "odata-csdl"));

const messages = [];
const json = xml2json(fs.readFileSync(file), { messages, strict: true });
if (messages.length > 0) {
    console.error(messages.map((message) => message.message).join("\n"));
    process.exit(1);
}
console.log(JSON.stringify(json));
