package io.d365hub.samples;

import java.util.List;
import java.util.Random;

/** Words that the samples are made of; no real person or company is meant. */
final class Words {

    static final List<String> FIRST = List.of(
            "Anna",
            "Bastian",
            "Chiara",
            "Daan",
            "Eleni",
            "Frédéric",
            "Grażyna",
            "Hüseyin",
            "Íris",
            "Jörg",
            "Kirsten",
            "Liam",
            "Małgorzata",
            "Nele",
            "Óscar",
            "Priya",
            "Rasmus",
            "Siobhán",
            "Théo",
            "Ursula",
            "Vytautas",
            "Xenia",
            "Yusuf",
            "Zoë");

    static final List<String> LAST = List.of(
            "Andersen",
            "Bianchi",
            "Çelik",
            "D'Angelo",
            "Eriksson",
            "Fernández",
            "Gruber",
            "Hofmann",
            "Ivanova",
            "Janssen",
            "Kovač",
            "Lefèvre",
            "Müller-Lüdenscheidt",
            "Nowak",
            "O'Brien",
            "Papadopoulos",
            "Rossi",
            "Schröder",
            "Ståhl",
            "Tóth",
            "Urbánek",
            "van der Berg",
            "Wójcik",
            "Zimmermann");

    /** Names that have broken systems before: right to left, far eastern, combining characters, emoji, very long. */
    static final List<String> ODD_NAMES = List.of(
            "محمد الخطيب",
            "שרה כהן",
            "李小龍",
            "さくら 田中",
            "Nguye\u0302\u0303n Thi\u0323 A\u0301nh",
            "Zoe\u0308 A\u030angstro\u0308m",
            "Müller 👩‍👩‍👧‍👦",
            "Ο'Νιλ Αλέξανδρος",
            "Дмитрий Щербаков",
            "Null",
            "Robert'); DROP TABLE Students;--",
            "Karl-Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph Sylvester Freiherr von und zu Musterhausen-Beispielsdorf");

    static final List<String> NOTES = List.of(
            "Bitte als Geschenk verpacken 🎁",
            "Leave with the neighbour, 2nd floor",
            "Klingel defekt – bitte anrufen",
            "Merci de livrer après 18 h",
            "לא לצלצל בבקשה 🙏",
            "Line one\nLine two\twith a tab",
            "\"Quoted\" \\ and <b>not bold</b>",
            "5 € Gutschein eingelöst");

    static final List<String> THINGS = List.of(
            "Blue kettle",
            "Desk lamp",
            "Hiking backpack",
            "Thermos bottle",
            "Wool blanket",
            "Cast iron pan",
            "Bread knife",
            "Espresso cups, set of 4",
            "Bamboo cutting board",
            "Tasse „Größe L“ ☕",
            "Camping tent 2P",
            "Rain jacket",
            "Headphones",
            "Notebook A5, dotted",
            "Glühlampe 60 W E27",
            "Sac à dos 20 L",
            "Wireless keyboard",
            "Storage box");

    static final List<String> VARIANTS = List.of("small", "large", "blau", "rot/weiß", "40 cm", "noir");

    static final List<String> STREETS = List.of(
            "Hauptstraße",
            "Lindenallee",
            "Station Road",
            "Rue de la Paix",
            "Via Roma",
            "Kerkstraat",
            "Plaza Mayor",
            "Gartenweg",
            "High Street",
            "Šafaříkova");

    /** Where customers live, with the currency that the shop shows them and the value added tax, in percent. */
    record Town(String city, String zip, String country, String code, String currency, String tax) {}

    static final List<Town> TOWNS = List.of(
            new Town("Berlin", "10115", "Germany", "DE", "EUR", "19"),
            new Town("Hamburg", "20095", "Germany", "DE", "EUR", "19"),
            new Town("München", "80331", "Germany", "DE", "EUR", "19"),
            new Town("Wien", "1010", "Austria", "AT", "EUR", "20"),
            new Town("Paris", "75001", "France", "FR", "EUR", "20"),
            new Town("Saint-Rémy-lès-Chevreuse", "78470", "France", "FR", "EUR", "20"),
            new Town("Milano", "20121", "Italy", "IT", "EUR", "22"),
            new Town("Amsterdam", "1012 AB", "Netherlands", "NL", "EUR", "21"),
            new Town("Zürich", "8001", "Switzerland", "CH", "CHF", "8.1"),
            new Town("Genève", "1201", "Switzerland", "CH", "CHF", "8.1"),
            new Town("London", "SW1A 1AA", "United Kingdom", "GB", "GBP", "20"),
            new Town("Llanfairpwllgwyngyll", "LL61 5UJ", "United Kingdom", "GB", "GBP", "20"),
            new Town("Portland", "97201", "United States", "US", "USD", "0"));

    private Words() {}

    static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Most of them ordinary, one in twelve odd. */
    static String fullName(Random random) {
        return random.nextInt(12) == 0 ? pick(random, ODD_NAMES) : pick(random, FIRST) + " " + pick(random, LAST);
    }
}
