// SPDX-License-Identifier: AGPL-3.0-or-later
pragma solidity ^0.8.28;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// @title PeriodRegistry
/// @notice What the co-operative said about each month, where nobody can take it back.
/// Each publication of a period is a revision: a Merkle root of all statements, the hash of the
/// public report and the month's totals. Revisions are only ever added; none can be changed or
/// removed, by the administrator no more than by anyone else, and the contract has no upgrade.
/// @dev Nothing personal is stored: every leaf of the tree holds a 32-byte random salt.
/// Amounts are in micro-euro (one cent is 10 000 micro-euro).
contract PeriodRegistry is AccessControl {
    /// @notice A month's totals, in micro-euro.
    /// @param artists share of the artists
    /// @param contributions share of the responsible contributions
    /// @param operations share of the running of the co-operative
    /// @param vat value added tax taken out of the contributions collected
    /// @param fees payment costs actually charged
    struct Totals {
        uint64 artists;
        uint64 contributions;
        uint64 operations;
        uint64 vat;
        uint64 fees;
    }

    /// @notice One published revision of a period.
    /// @param root Merkle root of the statements (OpenZeppelin standard tree, leaf types
    /// uint32 period, bytes32 statement hash, bytes32 salt), EMPTY_ROOT when there were none
    /// @param docHash SHA-256 of the public report's RFC 8785 bytes
    /// @param totals the month's totals, in micro-euro
    /// @param publishedAt time of the block that holds the publication, in seconds
    struct Record {
        bytes32 root;
        bytes32 docHash;
        Totals totals;
        uint64 publishedAt;
    }

    // Four storage words. Totals is not nested here: a struct starts and ends on a word of its own,
    // and the time of publication would cost a fifth.
    struct PackedRecord {
        bytes32 root;
        bytes32 docHash;
        uint64 artists;
        uint64 contributions;
        uint64 operations;
        uint64 vat;
        uint64 fees;
        uint64 publishedAt;
    }

    /// @notice The role that may publish. It gives no power over what is already published.
    bytes32 public constant PUBLISHER_ROLE = keccak256("PUBLISHER_ROLE");

    /// @notice Root to publish for a month without any statement: a tree without leaves has no
    /// root, and zero is refused because it is what a mistake looks like.
    bytes32 public constant EMPTY_ROOT = keccak256("peerfy.period-registry.no-statement");

    mapping(uint32 period => PackedRecord[] revisions) private _records;

    /// @notice A revision of a period has been published.
    /// @param period the month as YYYYMM, 202610 for October 2026
    /// @param revision number of the revision, 1 for the first
    /// @param root Merkle root of the statements
    /// @param docHash SHA-256 of the public report
    /// @param totals the month's totals, in micro-euro
    /// @param publisher account that published
    /// @param publishedAt time of the block, in seconds
    event Published(
        uint32 indexed period,
        uint32 indexed revision,
        bytes32 indexed root,
        bytes32 docHash,
        Totals totals,
        address publisher,
        uint64 publishedAt
    );

    /// @notice The period is not a month written as YYYYMM.
    error InvalidPeriod(uint32 period);

    /// @notice The period is not at the revision that the sender believed: someone published in
    /// between, or this is the same publication sent twice.
    error UnexpectedRevision(uint32 period, uint32 expected, uint32 current);

    /// @notice A root or a report hash of zero means that the sender forgot something.
    error MissingHash();

    /// @notice No such revision of the period.
    error UnknownRevision(uint32 period, uint32 revision);

    /// @param admin account that grants and revokes roles, and can do nothing else
    /// @param publisher first account allowed to publish
    constructor(address admin, address publisher) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PUBLISHER_ROLE, publisher);
    }

    /// @notice Adds the next revision of a period.
    /// @dev The guard on the revision makes sending idempotent: of two identical transactions one
    /// is mined and the other reverts.
    /// @param period the month as YYYYMM
    /// @param expectedRevision the period's revision as the sender knows it, 0 when it has none
    /// @param root Merkle root of the statements, EMPTY_ROOT when there are none
    /// @param docHash SHA-256 of the public report
    /// @param totals the month's totals, in micro-euro
    /// @return revision number of the revision just added: expectedRevision + 1
    function publish(
        uint32 period,
        uint32 expectedRevision,
        bytes32 root,
        bytes32 docHash,
        Totals calldata totals
    ) external onlyRole(PUBLISHER_ROLE) returns (uint32 revision) {
        _checkPeriod(period);
        if (root == bytes32(0) || docHash == bytes32(0)) revert MissingHash();

        PackedRecord[] storage revisions = _records[period];
        uint32 current = uint32(revisions.length);
        if (current != expectedRevision) {
            revert UnexpectedRevision(period, expectedRevision, current);
        }

        uint64 publishedAt = uint64(block.timestamp);
        revisions.push(
            PackedRecord({
                root: root,
                docHash: docHash,
                artists: totals.artists,
                contributions: totals.contributions,
                operations: totals.operations,
                vat: totals.vat,
                fees: totals.fees,
                publishedAt: publishedAt
            })
        );
        revision = current + 1;

        emit Published(period, revision, root, docHash, totals, _msgSender(), publishedAt);
    }

    /// @notice How many revisions of a period are published: 0 when it is not published at all,
    /// else also the number of the last one.
    /// @param period the month as YYYYMM
    function revisionCount(uint32 period) external view returns (uint32) {
        return uint32(_records[period].length);
    }

    /// @notice What a revision said, for ever.
    /// @param period the month as YYYYMM
    /// @param revision number of the revision, from 1 to revisionCount(period)
    function record(uint32 period, uint32 revision) external view returns (Record memory) {
        PackedRecord[] storage revisions = _records[period];
        if (revision == 0 || revision > revisions.length) revert UnknownRevision(period, revision);

        PackedRecord storage packed = revisions[revision - 1];
        return
            Record({
                root: packed.root,
                docHash: packed.docHash,
                totals: Totals({
                    artists: packed.artists,
                    contributions: packed.contributions,
                    operations: packed.operations,
                    vat: packed.vat,
                    fees: packed.fees
                }),
                publishedAt: packed.publishedAt
            });
    }

    function _checkPeriod(uint32 period) private pure {
        uint32 month = period % 100;
        uint32 year = period / 100;
        if (month < 1 || month > 12 || year < 2000 || year > 9999) revert InvalidPeriod(period);
    }
}
