// Verifies one webhook with public libraries, unmodified.
// Usage: node webhook-verifier.cjs <folder with node_modules> <library> <file of the body> <JSON of the headers> <secret>
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, library, bodyFile, headersJson, secret] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), "x.js"));
const body = fs.readFileSync(bodyFile, "utf8");
const headers = JSON.parse(headersJson);

const steps = {
    standardwebhooks: () => new (load("standardwebhooks").Webhook)(secret).verify(body, headers),
    svix: () => new (load("svix").Webhook)(secret).verify(body, headers),
    cloudevents: () => {
        const event = load("cloudevents").HTTP.toEvent({ headers, body });
        assert.equal(event.validate(), true);
        assert.equal(event.type, "account.updated");
        // In headers the attribute is percent-encoded, as the specification says; this library leaves the decoding to others.
        const subject = headers["ce-subject"] ? decodeURIComponent(event.subject) : event.subject;
        assert.equal(subject, "account/Zoë 100%");
        assert.deepEqual(event.data, { name: "Kungsgatan 1", total: 12.5 });
    },
};
const verified = steps[library]();
const tampered = body.replace("Kungsgatan 1", "Kungsgatan 2");
if (library !== "cloudevents") {
    assert.equal(verified.data.name, "Kungsgatan 1");
    assert.throws(() => new (load(library).Webhook)(secret).verify(tampered, headers));
}
console.log("verified");
