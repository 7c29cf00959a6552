"""What MolecularSequence of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MolecularSequence": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "0..1", "code", "sequence-type", ""),
        ("coordinateSystem", "1..1", "integer", "", ""),
        ("patient", "0..1", "Reference", "", "Patient"),
        ("specimen", "0..1", "Reference", "", "Specimen"),
        ("device", "0..1", "Reference", "", "Device"),
        ("performer", "0..1", "Reference", "", "Organization"),
        ("quantity", "0..1", "Quantity", "", ""),
        ("referenceSeq", "0..1", "MolecularSequence.referenceSeq", "", ""),
        ("variant", "0..*", "MolecularSequence.variant", "", ""),
        ("observedSeq", "0..1", "string", "", ""),
        ("quality", "0..*", "MolecularSequence.quality", "", ""),
        ("readCoverage", "0..1", "integer", "", ""),
        ("repository", "0..*", "MolecularSequence.repository", "", ""),
        ("pointer", "0..*", "Reference", "", "MolecularSequence"),
        ("structureVariant", "0..*", "MolecularSequence.structureVariant", "", ""),
    ), (
        ("msq-3", "Only 0 and 1 are valid for coordinateSystem", "coordinateSystem = 1 or coordinateSystem = 0"),
    )),
    "MolecularSequence.referenceSeq": ("BackboneElement", (
        ("chromosome", "0..1", "CodeableConcept", "", ""),
        ("genomeBuild", "0..1", "string", "", ""),
        ("orientation", "0..1", "code", "orientation-type", ""),
        ("referenceSeqId", "0..1", "CodeableConcept", "", ""),
        ("referenceSeqPointer", "0..1", "Reference", "", "MolecularSequence"),
        ("referenceSeqString", "0..1", "string", "", ""),
        ("strand", "0..1", "code", "strand-type", ""),
        ("windowStart", "0..1", "integer", "", ""),
        ("windowEnd", "0..1", "integer", "", ""),
    ), (
        ("msq-5", "GenomeBuild and chromosome must be both contained if either one of them is contained", "(chromosome.empty() and genomeBuild.empty()) or (chromosome.exists() and genomeBuild.exists())"),
        ("msq-6", "Have and only have one of the following elements in referenceSeq : 1. genomeBuild ; 2 referenceSeqId; 3. referenceSeqPointer;  4. referenceSeqString;", "(genomeBuild.count()+referenceSeqId.count()+ referenceSeqPointer.count()+ referenceSeqString.count()) = 1"),
    )),
    "MolecularSequence.variant": ("BackboneElement", (
        ("start", "0..1", "integer", "", ""),
        ("end", "0..1", "integer", "", ""),
        ("observedAllele", "0..1", "string", "", ""),
        ("referenceAllele", "0..1", "string", "", ""),
        ("cigar", "0..1", "string", "", ""),
        ("variantPointer", "0..1", "Reference", "", "Observation"),
    ), (
    )),
    "MolecularSequence.quality": ("BackboneElement", (
        ("type", "1..1", "code", "quality-type", ""),
        ("standardSequence", "0..1", "CodeableConcept", "", ""),
        ("start", "0..1", "integer", "", ""),
        ("end", "0..1", "integer", "", ""),
        ("score", "0..1", "Quantity", "", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("truthTP", "0..1", "decimal", "", ""),
        ("queryTP", "0..1", "decimal", "", ""),
        ("truthFN", "0..1", "decimal", "", ""),
        ("queryFP", "0..1", "decimal", "", ""),
        ("gtFP", "0..1", "decimal", "", ""),
        ("precision", "0..1", "decimal", "", ""),
        ("recall", "0..1", "decimal", "", ""),
        ("fScore", "0..1", "decimal", "", ""),
        ("roc", "0..1", "MolecularSequence.quality.roc", "", ""),
    ), (
    )),
    "MolecularSequence.quality.roc": ("BackboneElement", (
        ("score", "0..*", "integer", "", ""),
        ("numTP", "0..*", "integer", "", ""),
        ("numFP", "0..*", "integer", "", ""),
        ("numFN", "0..*", "integer", "", ""),
        ("precision", "0..*", "decimal", "", ""),
        ("sensitivity", "0..*", "decimal", "", ""),
        ("fMeasure", "0..*", "decimal", "", ""),
    ), (
    )),
    "MolecularSequence.repository": ("BackboneElement", (
        ("type", "1..1", "code", "repository-type", ""),
        ("url", "0..1", "uri", "", ""),
        ("name", "0..1", "string", "", ""),
        ("datasetId", "0..1", "string", "", ""),
        ("variantsetId", "0..1", "string", "", ""),
        ("readsetId", "0..1", "string", "", ""),
    ), (
    )),
    "MolecularSequence.structureVariant": ("BackboneElement", (
        ("variantType", "0..1", "CodeableConcept", "LL379-9", ""),
        ("exact", "0..1", "boolean", "", ""),
        ("length", "0..1", "integer", "", ""),
        ("outer", "0..1", "MolecularSequence.structureVariant.outer", "", ""),
        ("inner", "0..1", "MolecularSequence.structureVariant.inner", "", ""),
    ), (
    )),
    "MolecularSequence.structureVariant.outer": ("BackboneElement", (
        ("start", "0..1", "integer", "", ""),
        ("end", "0..1", "integer", "", ""),
    ), (
    )),
    "MolecularSequence.structureVariant.inner": ("BackboneElement", (
        ("start", "0..1", "integer", "", ""),
        ("end", "0..1", "integer", "", ""),
    ), (
    )),
}
