package com.example.hub;

import io.d365hub.api.Contributions;
import io.d365hub.api.HubPlugin;

/** What a partner's system needs of the hub: one of each kind of contribution. */
public final class PartnerPlugin implements HubPlugin {

    @Override
    public String name() {
        return "partner";
    }

    @Override
    public void register(Contributions contributions) {
        contributions.processor("partner-mask-iban", new MaskIban());
        contributions.typeConverters(new PartNumberConverter());
        contributions.authenticator("partner-signature", new SignatureOfTheHour());
        contributions.source("partner-numbers", new NumberSource());
    }
}
