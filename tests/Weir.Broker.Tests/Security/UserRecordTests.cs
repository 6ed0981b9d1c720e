using System.Collections.Immutable;
using Weir.Broker.Security;
using Weir.Storage;

namespace Weir.Broker.Tests.Security;

/// <summary>Stored forms: these keys and bytes are in data directories, and may never change.</summary>
public sealed class UserRecordTests
{
    private const string Golden =
        "01" + "01" + "0D61646D696E6973747261746F72"
        + "01" + "02" + "0010000000000000" + "020102" + "020304" + "020506"
        + "01" + "012F" + "015E" + "022E2A" + "00";

    [Fact]
    public void A_user_is_stored_as_it_always_was()
    {
        Assert.True(PermissionPatterns.TryCreate("^", ".*", "", out PermissionPatterns? patterns, out _));
        var user = new User(
            "a/b", ["administrator"], [new ScramVerifier(ScramMechanism.Sha512, 4096, [1, 2], [3, 4], [5, 6])],
            ImmutableSortedDictionary<string, PermissionPatterns>.Empty.Add("/", patterns));
        Assert.Equal("user/a%2Fb", UserRecord.KeyOf(user.Name));
        Assert.Equal(Golden, Convert.ToHexString(UserRecord.Encode(user)));
        User read = UserRecord.Decode("user/a%2Fb", Convert.FromHexString(Golden));
        Assert.Equal(("a/b", true), (read.Name, read.IsAdministrator));
        Assert.Equal(4096, read.VerifierFor(ScramMechanism.Sha512)!.Iterations);
        Assert.Equal(("^", ".*", ""), (
            read.Permissions["/"].Configure, read.Permissions["/"].Write, read.Permissions["/"].Read));
    }

    [Theory]
    [InlineData("02")]
    [InlineData("01")]
    [InlineData("01FF")]
    [InlineData("0100010300100000000000000001020102")]
    [InlineData("010000" + "01" + "012F" + "0128" + "00" + "00")]
    [InlineData(Golden + "00")]
    public void Damage_is_reported(string bytes) =>
        Assert.Throws<DamagedDataException>(() => UserRecord.Decode("user/x", Convert.FromHexString(bytes)));
}
