"""Which clauses hold each provision that the example terms must have: row to clause ids, from the first version on.

Where a later version amended or rearranged a provision, `CHANGED` names the version and the clauses from then on.
"""

SUBSCRIPTION = {
    "0": "acceptance",
    "1.1": "legal-age", "1.2": "subscription-types", "1.3": "current-prices", "1.4": "price-changes", "1.5": "set-up",
    "1.6": "domain-transfer", "1.7": "domain-availability",
    "2.1": "term-length", "2.2": "provider-cancellation", "2.3": "buyer-cancellation", "2.4": "cancellation-form",
    "2.5": "termination-on-change", "2.6": "guarantee",
    "3.1": "return-scope", "3.2": "return-notice", "3.3": "return-refund", "3.4": "return-domain",
    "4.1": "invoicing", "4.2": "receipts", "4.3": "late-payment", "5.1": "change-right", "5.2": "change-price",
    "6.1": "illegal-material", "6.2": "illegal-scope", "6.3": "illegal-judgement", "6.4": "file-storage",
    "7.1": "unauthorised-access", "7.2": "burden", "8.1": "traffic-limits", "8.2": "scripts",
    "9.1": "breach-termination", "9.2": "breach-law", "9.3": "breach-refund", "10.1": "deletion-period",
    "11.1": "service-restriction", "12.1": "own-risk", "12.2": "liability-exclusion", "12.3": "indirect-loss",
    "12.4": "liability-cap", "13.1": "electronic-communication",
    "14.1": "infringement infringement-change infringement-termination", "15.1": "registration", "15.2": "contact-changes",
    "16.1": "controller", "16.2": "processing-notice", "16.3": "data-indemnity", "16.4": "data-access",
    "17.1": "crime-report", "18.1": "email-support", "18.2": "phone-support",
    "19.1": "shop-identity", "19.2": "shop-compliance", "19.3": "shop-indemnity", "20.1": "transfer",
    "21.1": "amendment-notice", "22.1": "governing-law",
}  # fmt: skip
CONSULTING = {
    "0": "acceptance coverage",
    "B1": "effective-date", "B2": "parties seller customer", "B3": "representatives", "B4": "service-nature",
    "B5": "acceptance", "B6": "coverage", "B7": "formation", "B8": "terms-check", "B9": "exceptions", "B10": "no-return",
    "B11": "proposals", "B12": "third-party-software", "B13": "final-product", "B14": "retention", "B15": "delivery-times",
    "B16": "public-holidays", "B17": "illness", "B18": "long-absence", "B19": "peak-replacement", "B20": "reference",
    "B21": "cms-requirements", "B22": "third-party-systems", "B23": "quality-control", "B24": "small-packages",
    "B25": "large-packages", "B26": "call-recording", "B27": "governing-law", "B28": "due-date", "B29": "reminders",
}  # fmt: skip
ACCEPTABLE_USE = {
    "A1": "binding", "A2": "changes", "A3": "purpose", "A4": "persons", "A5": "illegal-software",
    "A6": "illegal-software-measures", "A7": "copyright", "A8": "sexual-content", "A9": "spam-ban", "A10": "spam-links",
    "A11": "spam-closure", "A12": "prohibited-activities", "A13": "harmful-software", "A14": "irc",
    "A15": "denial-of-service", "A16": "excessive-resources", "A17": "port-scans", "A18": "address-lists",
    "A19": "public-image", "A20": "reports", "A21": "handling", "A22": "suspension", "A23": "final-termination",
    "A24": "extra-charges", "A25": "content-deletion", "A26": "other-steps",
}  # fmt: skip
ROWS = {"subscription": SUBSCRIPTION, "consulting": CONSULTING, "acceptable-use": ACCEPTABLE_USE}
CHANGED = {
    ("subscription", "12.3"): ("4.0", "liability-exclusion"),
    ("subscription", "16.4"): ("3.0", "data-access confidentiality"),
}

# The typed values that a provision prints, as (kind of value) facts of the first versions.
VALUES = {
    "subscription": {
        "price-notice": "45 days", "domain-transfer-time": "5 business days", "term-period": "12 months",
        "provider-notice": "30 days", "buyer-notice": "1 month", "change-termination": "30 days",
        "return-period": "30 days", "refund-period": "30 days", "late-fee": "DKK\u00a0100", "deletion-period": "8 days",
        "business-response": "10 hours", "standard-response": "24 hours", "support-hours": "09:00–17:00",
        "amendment-notice": "45 days",
    },
    "consulting": {
        "effective-date": "1 December 2013", "holiday-notice": "5 days", "small-packages": "4, 8, 20 or 40 hours",
        "large-packages": "80 or 160 hours", "advance-share": "75%", "remaining-share": "25%", "payment-period": "8 days",
        "reminder-fee": "DKK\u00a0100", "reminder-interest": "2%",
    },
    "acceptable-use": {"change-notice": "0 days"},
}  # fmt: skip

# Words on which the sense of a provision hangs, in nl, fr, en and da: they stand in the clause in every version that has it.
SENSE = {
    ("subscription", "acceptance"): ("partij", "partie", "party", "part i"),
    ("subscription", "provider-cancellation"): ("Beëindigt de", "S’il résilie", "If the Provider terminates", "Ophæver"),
    ("subscription", "buyer-cancellation"): ("te allen tijde", "à tout moment", "at any time", "til enhver tid"),
    ("subscription", "illegal-judgement"): ("wordt ervaren", "perçus comme", "is seen as", "der opfattes som"),
    ("subscription", "file-storage"): ("te downloaden", "à télécharger", "for download", "til download"),
    ("subscription", "electronic-communication"): ("IT-beveiliging", "sécurité informatique", "IT security", "it-sikkerhed"),
    ("subscription", "infringement"): ("zulke rechten", "de tels droits", "such rights", "sådanne rettigheder"),
    ("subscription", "data-access"): ("naar zijn beste", "sa meilleure", "by its best", "bedste skøn"),
    ("subscription", "confidentiality"): ("De Aanbieder en", "Le Fournisseur et", "The Provider and", "Udbyderen og"),
    ("subscription", "phone-support"): ("op weekdagen", "les jours de semaine", "on weekdays", "på hverdage"),
    ("subscription", "shop-identity"): ("de Koper, als", "l’Acheteur, en", "the Buyer, as", "skal Køber som"),
    ("consulting", "acceptance"): ("partij bij", "devient partie", "party to", "part i"),
    ("consulting", "customer"): ("verbonden", "s’y rattache", "connected with it", "i tilknytning hertil"),
    ("consulting", "formation"): ("door de Verkoper", "par le Vendeur", "by the Seller", "af Sælger"),
    ("consulting", "proposals"): ("zulke voorstellen", "telles propositions", "such proposals", "sådanne forslag"),
    ("consulting", "reminders"): ("per begonnen maand", "par mois entamé", "per month or part of", "pr. påbegyndt måned"),
    ("acceptable-use", "sexual-content"): ("van de klant", "du client", "customer’s access", "kundens adgang"),
    ("acceptable-use", "spam-ban"): ("e-mailadres", "adresse électronique", "e-mail address", "e-mailadresse"),
    ("acceptable-use", "spam-links"): ("verboden", "interdit", "prohibited", "forbudt"),
    ("acceptable-use", "spam-closure"): ("moet", "est tenu", "must", "skal"),
    ("acceptable-use", "harmful-software"): ("uitsluitend", "le seul but", "sole purpose", "eneste formål"),
    ("acceptable-use", "excessive-resources"): ("software", "logiciels", "software", "software"),
    ("acceptable-use", "port-scans"): ("van de servers", "visant les serveurs", "scans of or from", "af eller fra"),
    ("acceptable-use", "address-lists"): ("uitsluitend", "le seul but", "sole purpose", "alene"),
    ("acceptable-use", "reports"): ("horen in", "devrait", "should", "bør"),
    ("acceptable-use", "handling"): ("een van de", "l’une des", "one of the", "ét af"),
    ("acceptable-use", "final-termination"): ("beëindiging", "résiliation", "termination", "ophævelse"),
}  # fmt: skip
