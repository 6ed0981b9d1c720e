namespace Weir.Hosting.Configuration;

/// <summary>Refuses values that are fine one by one and wrong together.</summary>
internal static class OptionConflicts
{
    /// <exception cref="ConfigurationException">Two settings contradict each other.</exception>
    public static void Check(SettingValues values)
    {
        NotAbove(values, Settings.GroupsSessionTimeoutMsMin, Settings.GroupsSessionTimeoutMsMax);
        NotAbove(values, Settings.KafkaMessageBytesMax, Settings.KafkaRequestBytesMax);
        AdminWhole(values);
        CertificateForTls(values);
        ListenersApart(
            values, Settings.KafkaListen, Settings.KafkaTlsListen, Settings.AmqpListen, Settings.AmqpTlsListen,
            Settings.HttpListen, Settings.HttpTlsListen);
    }

    private static void AdminWhole(SettingValues values)
    {
        bool hasName = values.Get(Settings.SecurityAdmin).Length > 0;
        if (hasName == values.Get(Settings.SecurityAdminPasswordFile).Length > 0)
            return;

        (SettingDefinition there, SettingDefinition missing) = hasName
            ? (Settings.SecurityAdmin, Settings.SecurityAdminPasswordFile)
            : ((SettingDefinition)Settings.SecurityAdminPasswordFile, Settings.SecurityAdmin);
        throw new ConfigurationException(
            $"{values.InputOf(there).Source}: {there.Key} is set, but {missing.Key} is not; both are needed.");
    }

    private static void CertificateForTls(SettingValues values)
    {
        Setting<IReadOnlyList<Endpoint>>? listener =
            Array.Find(
                [Settings.KafkaTlsListen, Settings.AmqpTlsListen, Settings.HttpTlsListen],
                l => values.Get(l).Count > 0);
        if (listener is null) return;
        foreach (Setting<string> file in (Setting<string>[])[Settings.TlsCertificate, Settings.TlsKey])
        {
            if (values.Get(file).Length > 0) continue;
            throw new ConfigurationException(
                $"{values.InputOf(listener).Source}: {listener.Key} is set, but {file.Key} is not; TLS needs "
                + "tls.certificate and tls.key.");
        }
    }

    private static void NotAbove(SettingValues values, Setting<long> smaller, Setting<long> larger)
    {
        if (values.Get(smaller) <= values.Get(larger))
            return;

        // Blame the one that somebody wrote.
        (Setting<long> blamed, Setting<long> other, string relation) = values.InputOf(smaller).Source == "default"
            ? (larger, smaller, "at least")
            : (smaller, larger, "at most");
        SettingInput input = values.InputOf(blamed);
        throw new ConfigurationException(
            $"{input.Source}: {blamed.Key} is {ConfigurationException.Quote(input.Value)}, but must be {relation} " +
            $"{other.Key}, which is {values.Get(other)}.");
    }

    private static void ListenersApart(SettingValues values, params Setting<IReadOnlyList<Endpoint>>[] listeners)
    {
        Dictionary<Endpoint, SettingDefinition> taken = [];
        foreach (Setting<IReadOnlyList<Endpoint>> listener in listeners)
        {
            foreach (Endpoint endpoint in values.Get(listener).Where(endpoint => endpoint.Port != 0))
            {
                if (taken.TryAdd(endpoint, listener))
                    continue;

                throw new ConfigurationException(
                    $"{values.InputOf(listener).Source}: {listener.Key} asks for {endpoint}, which " +
                    $"{taken[endpoint].Key} already has; give each listener its own port.");
            }
        }
    }
}
