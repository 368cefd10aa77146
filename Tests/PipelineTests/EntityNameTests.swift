import Contract
import Metering
import Privacy
import SwiftProtobuf
import Testing

/// Nothing counts as CUSTOM that has a name.
@Suite struct EntityNameTests {
    @Test(arguments: EntityType.allCases)
    func everyTypeThatIsMaskedHasAWireName(type: EntityType) throws {
        let entity = try #require(Entity(presidioName: type.rawValue))
        #expect(entity.presidioName == type.rawValue && entity.label == type.rawValue)
    }

    @Test(arguments: Entity.allCases)
    func everyWireNameIsATypeThatIsMasked(entity: Entity) {
        if entity == .unspecified {
            #expect(entity.presidioName == nil && entity.label == "other")
        } else {
            #expect(EntityType(rawValue: entity.label) != nil)
        }
    }

    @Test func aNameOfALaterVersionIsNone() {
        #expect(Entity.UNRECOGNIZED(9_999).presidioName == nil && Entity.UNRECOGNIZED(9_999).label == "other")
        #expect(Entity(presidioName: "UNSPECIFIED") == nil && Entity(presidioName: "unrecognized(9999)") == nil)
    }
}
