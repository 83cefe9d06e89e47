package io.d365hub.simulator;

import java.util.List;

/** Words that the sample company's rows are made of; no real company or person is meant. */
final class SampleNames {

    static final List<String> FIRST = List.of(
            "Anna",
            "Ben",
            "Chloé",
            "Dmitri",
            "Elif",
            "Fiona",
            "Gábor",
            "Hanne",
            "Ines",
            "Jürgen",
            "Katarzyna",
            "Luca",
            "Mia",
            "Noël",
            "Olga",
            "Pedro",
            "Quentin",
            "Rosa",
            "Søren",
            "Tilda",
            "Umberto",
            "Vera",
            "Willem",
            "Yara");

    static final List<String> LAST = List.of(
            "Adler",
            "Brandt",
            "Çelik",
            "Dubois",
            "Eriksen",
            "Ferrari",
            "García",
            "Hansen",
            "Ivanov",
            "Jansen",
            "Kowalski",
            "Lehmann",
            "Müller",
            "Nowak",
            "O'Brien",
            "Petersen",
            "Rossi",
            "Schröder",
            "Tóth",
            "Vogel",
            "Weiß",
            "Ziegler");

    static final List<String> COMPANY_KINDS =
            List.of("GmbH", "AG", "Handel", "& Söhne", "Logistics", "Trading BV", "S.p.A.", "SARL", "Ltd", "Retail");

    static final List<String> CITIES = List.of(
            "Berlin",
            "Hamburg",
            "München",
            "Köln",
            "Wien",
            "Zürich",
            "Amsterdam",
            "Paris",
            "Milano",
            "Madrid",
            "London");

    static final List<String> COUNTRIES = List.of(
            "Germany",
            "Germany",
            "Germany",
            "Germany",
            "Austria",
            "Switzerland",
            "Netherlands",
            "France",
            "Italy",
            "Spain",
            "United Kingdom");

    static final List<String> STREETS = List.of(
            "Hauptstraße",
            "Lindenallee",
            "Station Road",
            "Rue de la Paix",
            "Via Roma",
            "Kerkstraat",
            "Gartenweg",
            "High Street");

    static final List<String> ADJECTIVES =
            List.of("Alpine", "Compact", "Foldable", "Heavy", "Light", "Quiet", "Smart", "Solid", "Urban", "Wireless");

    static final List<String> THINGS = List.of(
            "Backpack", "Bottle", "Chair", "Desk Lamp", "Headphones", "Jacket", "Keyboard", "Mug", "Notebook", "Tent");

    private SampleNames() {}
}
